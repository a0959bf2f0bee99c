// MISP and STIX, each as the other. Pure.
export type { MispAttribute, MispEvent, MispTag } from './misp.ts';
export type { MispSource } from './to-misp-attributes.ts';
export { groupEvents, heldTwice, toMispEvent, type EventGroup, type Gone } from './to-misp.ts';
export { writtenTypes } from './to-misp-types.ts';
