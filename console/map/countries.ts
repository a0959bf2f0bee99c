/** ISO 3166-1 numeric (as world-atlas has it) to the code of an eligible nation. Kosovo has no numeric code there. */
export const nationByNumber: Readonly<Record<string, string>> = {
  '008': 'AL', '040': 'AT', '056': 'BE', '070': 'BA', '100': 'BG', '191': 'HR', '196': 'CY', '203': 'CZ', '208': 'DK',
  '233': 'EE', '246': 'FI', '250': 'FR', '268': 'GE', '276': 'DE', '300': 'GR', '336': 'VA', '348': 'HU', '352': 'IS',
  '372': 'IE', '380': 'IT', '428': 'LV', '438': 'LI', '440': 'LT', '442': 'LU', '470': 'MT', '492': 'MC', '498': 'MD',
  '499': 'ME', '528': 'NL', '578': 'NO', '616': 'PL', '620': 'PT', '642': 'RO', '688': 'RS', '703': 'SK', '705': 'SI',
  '724': 'ES', '752': 'SE', '756': 'CH', '792': 'TR', '804': 'UA', '807': 'MK', '826': 'GB',
};

/** Drawn without a number of their own, by the name that world-atlas gives. */
export const nationByName: Readonly<Record<string, string>> = { Kosovo: 'XK', 'N. Cyprus': 'CY', Åland: 'FI' };

/** Nations too small to hit with a pointer: drawn as a circle at [longitude, latitude]. */
export const microStates: Readonly<Record<string, readonly [number, number]>> = {
  MC: [7.42, 43.74],
  VA: [12.45, 41.9],
  LI: [9.55, 47.15],
  LU: [6.1, 49.75],
  MT: [14.4, 35.9],
};

/** Where a nation's number and pulses stand, where the centre of its largest part would be off. */
export const anchors: Readonly<Record<string, readonly [number, number]>> = {
  HR: [16.2, 45.55],
  NO: [9.2, 61.2],
  SE: [15.2, 60.9],
  FI: [26.2, 62.6],
  GB: [-1.6, 52.7],
  GR: [22.1, 39.4],
  IT: [12.3, 43.0],
  FR: [2.4, 46.7],
  PT: [-8.1, 39.6],
  ES: [-3.7, 40.1],
  DK: [9.2, 56.1],
  CY: [33.2, 34.95],
  TR: [34.6, 39.0],
  UA: [31.2, 49.1],
};
