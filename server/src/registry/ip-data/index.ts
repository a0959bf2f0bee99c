// The pure face of the IP data, for ingest and for the rest of the registry.
export { formatIp, mappedIpv4, parseIp, parseIpv4, parseIpv6Into, type IpAddress } from './ip-address.ts';
export { clearHostBits, formatPrefix, mask4, parsePrefix, type Prefix } from './prefix.ts';
export { reservedKind4, reservedKind6, type ReservedKind } from './special-purpose.ts';
export { openSnapshot, type IpSnapshot } from './snapshot.ts';
export type { IpDataHolder, SnapshotInUse } from './holder.ts';
export type { RowMethod } from './method.ts';
