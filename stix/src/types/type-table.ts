import { emailMessage } from './sco/email-message.ts';
import { artifact } from './sco/artifact.ts';
import { autonomousSystem } from './sco/autonomous-system.ts';
import { directory } from './sco/directory.ts';
import { domainName } from './sco/domain-name.ts';
import { emailAddr } from './sco/email-addr.ts';
import { file } from './sco/file.ts';
import { ipv4Addr, ipv6Addr } from './sco/ip-addr.ts';
import { macAddr } from './sco/mac-addr.ts';
import { mutex } from './sco/mutex.ts';
import { networkTraffic } from './sco/network-traffic.ts';
import { process } from './sco/process.ts';
import { software } from './sco/software.ts';
import { url } from './sco/url.ts';
import { userAccount } from './sco/user-account.ts';
import { windowsRegistryKey } from './sco/windows-registry-key.ts';
import { x509Certificate } from './sco/x509-certificate.ts';
import { attackPattern } from './sdo/attack-pattern.ts';
import { campaign } from './sdo/campaign.ts';
import { courseOfAction } from './sdo/course-of-action.ts';
import { grouping } from './sdo/grouping.ts';
import { identity } from './sdo/identity.ts';
import { incident } from './sdo/incident.ts';
import { indicator } from './sdo/indicator.ts';
import { infrastructure } from './sdo/infrastructure.ts';
import { intrusionSet } from './sdo/intrusion-set.ts';
import { location } from './sdo/location.ts';
import { malware } from './sdo/malware.ts';
import { malwareAnalysis } from './sdo/malware-analysis.ts';
import { note } from './sdo/note.ts';
import { observedData } from './sdo/observed-data.ts';
import { opinion } from './sdo/opinion.ts';
import { reportType } from './sdo/report.ts';
import { threatActor } from './sdo/threat-actor.ts';
import { tool } from './sdo/tool.ts';
import { vulnerability } from './sdo/vulnerability.ts';
import { extensionDefinition } from './meta/extension-definition.ts';
import { languageContent } from './meta/language-content.ts';
import { markingDefinition } from './meta/marking-definition.ts';
import type { ObjectType } from './object-type.ts';
import { relationship, sighting } from './relationship.ts';

const types: readonly ObjectType[] = [
  attackPattern,
  campaign,
  courseOfAction,
  grouping,
  identity,
  incident,
  indicator,
  infrastructure,
  intrusionSet,
  location,
  malware,
  malwareAnalysis,
  note,
  observedData,
  opinion,
  reportType,
  threatActor,
  tool,
  vulnerability,
  relationship,
  sighting,
  artifact,
  autonomousSystem,
  directory,
  domainName,
  emailAddr,
  emailMessage,
  file,
  ipv4Addr,
  ipv6Addr,
  macAddr,
  mutex,
  networkTraffic,
  process,
  software,
  url,
  userAccount,
  windowsRegistryKey,
  x509Certificate,
  markingDefinition,
  languageContent,
  extensionDefinition,
];

/** Every type of STIX 2.1 but the bundle, by its name. */
export const typeTable: ReadonlyMap<string, ObjectType> = new Map(types.map((entry) => [entry.type, entry]));
