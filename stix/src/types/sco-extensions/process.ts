import { boolean, enumeration, listOf, string } from '../../kinds/basic.ts';
import { referenceTo } from '../../kinds/identifier.ts';
import { record } from '../../kinds/record.ts';
import { atLeastOneOf } from '../../kinds/rules.ts';
import { dictionary } from '../../kinds/structures.ts';

const processProperties = {
  aslr_enabled: boolean,
  dep_enabled: boolean,
  priority: string,
  owner_sid: string,
  window_title: string,
  startup_info: dictionary,
  integrity_level: enumeration('windows-integrity-level-enum', '6.13.2', ['low', 'medium', 'high', 'system']),
};

export const windowsProcess = record('windows-process-ext', '6.13.2', {
  optional: processProperties,
  rules: [atLeastOneOf('6.13.2', ...Object.keys(processProperties))],
});

const startTypes = ['AUTO_START', 'BOOT_START', 'DEMAND_START', 'DISABLED', 'SYSTEM_ALERT'];
const serviceTypes = ['KERNEL_DRIVER', 'FILE_SYSTEM_DRIVER', 'WIN32_OWN_PROCESS', 'WIN32_SHARE_PROCESS'];
const statuses = ['CONTINUE_PENDING', 'PAUSE_PENDING', 'PAUSED', 'RUNNING', 'START_PENDING', 'STOP_PENDING', 'STOPPED'];
const service = (names: readonly string[]): string[] => names.map((name) => `SERVICE_${name}`);

const serviceProperties = {
  service_name: string,
  descriptions: listOf(string),
  display_name: string,
  group_name: string,
  start_type: enumeration('windows-service-start-type-enum', '6.13.3', service(startTypes)),
  service_dll_refs: listOf(referenceTo('6.13.3', 'file')),
  service_type: enumeration('windows-service-type-enum', '6.13.3', service(serviceTypes)),
  service_status: enumeration('windows-service-status-enum', '6.13.3', service(statuses)),
};

export const windowsService = record('windows-service-ext', '6.13.3', {
  optional: serviceProperties,
  rules: [atLeastOneOf('6.13.3', ...Object.keys(serviceProperties))],
});
