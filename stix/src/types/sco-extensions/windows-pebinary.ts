import { float, integer, listOf, openVocabulary, string, timestamp } from '../../kinds/basic.ts';
import { hashes, hex } from '../../kinds/encoded.ts';
import { record } from '../../kinds/record.ts';
import { atLeastOneOf } from '../../kinds/rules.ts';

const count = integer({ min: 0 });
const number = integer();

const header = {
  magic_hex: hex,
  major_linker_version: number,
  minor_linker_version: number,
  size_of_code: count,
  size_of_initialized_data: count,
  size_of_uninitialized_data: count,
  address_of_entry_point: number,
  base_of_code: number,
  base_of_data: number,
  image_base: number,
  section_alignment: number,
  file_alignment: number,
  major_os_version: number,
  minor_os_version: number,
  major_image_version: number,
  minor_image_version: number,
  major_subsystem_version: number,
  minor_subsystem_version: number,
  win32_version_value_hex: hex,
  size_of_image: count,
  size_of_headers: count,
  checksum_hex: hex,
  subsystem_hex: hex,
  dll_characteristics_hex: hex,
  size_of_stack_reserve: count,
  size_of_stack_commit: count,
  size_of_heap_reserve: number,
  size_of_heap_commit: number,
  loader_flags_hex: hex,
  number_of_rva_and_sizes: number,
  hashes,
};

const optionalHeader = record('windows-pe-optional-header', '6.7.6.2', {
  optional: header,
  rules: [atLeastOneOf('6.7.6.2', ...Object.keys(header))],
});

const section = record('windows-pe-section', '6.7.6.3', {
  required: { name: string },
  optional: { size: count, entropy: float(), hashes },
});

export const windowsPeBinary = record('windows-pebinary-ext', '6.7.6', {
  required: { pe_type: openVocabulary('windows-pebinary-type-ov') },
  optional: {
    imphash: string,
    machine_hex: hex,
    number_of_sections: count,
    time_date_stamp: timestamp,
    pointer_to_symbol_table_hex: hex,
    number_of_symbols: count,
    size_of_optional_header: count,
    characteristics_hex: hex,
    file_header_hashes: hashes,
    optional_header: optionalHeader,
    sections: listOf(section),
  },
});
