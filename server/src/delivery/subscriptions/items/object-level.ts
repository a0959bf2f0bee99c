import type { Tlp } from '@tocsin/api';
import { effectiveTlp } from '#sharing/index.ts';

/** The marking definitions of TLP 2.0 (OASIS extension definition 60a3c5c5) and of TLP 1 (STIX 2.1 section 7.2.1.4). */
const levels: Readonly<Record<string, Tlp>> = {
  'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487': 'clear',
  'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb': 'green',
  'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421': 'amber',
  'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003': 'amber+strict',
  'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1': 'red',
  'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9': 'clear',
  'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da': 'green',
  'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82': 'amber',
  'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed': 'red',
};

/** The level that an object bears itself, granular markings included; without one the strictest that an org may have. */
export function levelOfObject(body: string): Tlp {
  const { object_marking_refs: marks, granular_markings: parts } = JSON.parse(body) as {
    object_marking_refs?: unknown;
    granular_markings?: unknown;
  };
  const refs = Array.isArray(marks) ? (marks as unknown[]) : [];
  const granular = Array.isArray(parts) ? (parts as { marking_ref?: unknown }[]).map((part) => part.marking_ref) : [];
  return effectiveTlp([...refs, ...granular].flatMap((ref) => (typeof ref === 'string' ? (levels[ref] ?? []) : [])));
}
