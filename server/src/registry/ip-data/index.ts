// The pure face of the IP data, for ingest and for the rest of the registry.
export { formatIp, mappedIpv4, parseIp, parseIpv4, parseIpv6Into, type IpAddress } from './ip-address.ts';
export { formatPrefix, parsePrefix, type Prefix } from './prefix.ts';
export { reservedKind4, reservedKind6, type ReservedKind } from './special-purpose.ts';
export { openSnapshot, type IpSnapshot } from './snapshot.ts';
export type { RowMethod } from './method.ts';
export { createIpDataHolder, type IpDataHolder } from './holder.ts';
export { drillSnapshot, emptySnapshot } from './drill-snapshot.ts';
export { drillInfrastructure, drillPlan, type DrillNation, type DrillProvider } from './drill-plan.ts';
