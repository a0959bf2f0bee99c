/** Shapes of the MISP core format (draft-dulaunoy-misp-core-format), as they are written. */
export interface MispTag {
  readonly name: string;
  readonly colour: string;
  readonly exportable: true;
}

export interface MispAttribute {
  readonly uuid: string;
  readonly type: string;
  readonly category: string;
  readonly to_ids: boolean;
  readonly value: string;
  readonly comment: string;
  /** Seconds, as text. */
  readonly timestamp: string;
  readonly distribution: string;
  readonly disable_correlation: boolean;
  readonly deleted: boolean;
  readonly first_seen: string | null;
  readonly last_seen: string | null;
  readonly Tag: readonly MispTag[];
}

export interface MispReport {
  readonly uuid: string;
  readonly name: string;
  readonly content: string;
  readonly distribution: string;
  readonly timestamp: string;
  readonly deleted: boolean;
}

export interface MispGalaxy {
  readonly uuid: string;
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly version: string;
  readonly GalaxyCluster: readonly {
    readonly uuid: string;
    readonly type: string;
    readonly value: string;
    readonly tag_name: string;
    readonly description: string;
    readonly source: string;
    readonly authors: readonly string[];
    readonly version: string;
    readonly meta: Readonly<Record<string, readonly string[]>>;
  }[];
}

export interface MispEvent {
  readonly uuid: string;
  readonly info: string;
  /** Day. */
  readonly date: string;
  readonly timestamp: string;
  readonly publish_timestamp: string;
  readonly published: true;
  /** 0 initial, 1 ongoing, 2 complete. */
  readonly analysis: '2';
  /** 4: undefined. STIX has no such word. */
  readonly threat_level_id: '4';
  readonly distribution: string;
  readonly extends_uuid: '';
  readonly Orgc: { readonly uuid: string; readonly name: string };
  readonly Tag: readonly MispTag[];
  readonly Attribute: readonly MispAttribute[];
  readonly Object: readonly [];
  readonly Galaxy: readonly MispGalaxy[];
  readonly EventReport: readonly MispReport[];
}
