declare module 'virtual:europe-map' {
  /** Made by map/plugin.ts; components/map/europe.ts gives it its type. */
  export const europe: unknown;
}
