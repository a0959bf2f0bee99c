/** What the settings are made for. Sizes in bytes. */
export interface Machine {
  readonly memory: number;
  readonly freeDisk: number;
  /** Size of /dev/shm; 0 where there is none. Containers often give 64 MB. */
  readonly sharedMemory: number;
  readonly platform: NodeJS.Platform;
  /** False only for tests: a crash of the operating system may then corrupt the cluster. */
  readonly durable: boolean;
}

const MB = 1024 ** 2;
const GB = 1024 ** 3;

/** Settings of an embedded cluster: full durability, throughput for bulk inserts, no network, no data in the log. */
export function clusterSettings(machine: Machine): Readonly<Record<string, string>> {
  const { memory, freeDisk, durable } = machine;
  return {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    // The bundled OpenSSL is old, and there is no network to protect.
    ssl: 'off',
    max_connections: '100',
    shared_buffers: megabytes(between(memory / 4, 64 * MB, 2 * GB)),
    effective_cache_size: megabytes(between(memory / 2, 128 * MB, 64 * GB)),
    maintenance_work_mem: megabytes(between(memory / 16, 64 * MB, 256 * MB)),
    work_mem: '16MB',
    temp_buffers: '64MB',
    // Parallel queries need more than the 64 MB that containers give /dev/shm.
    ...(machine.sharedMemory < GB / 2 && machine.platform === 'linux' && { dynamic_shared_memory_type: 'mmap' }),
    fsync: onOff(durable),
    synchronous_commit: onOff(durable),
    full_page_writes: onOff(durable),
    // On macOS a plain fsync leaves data in the drive's cache.
    ...(machine.platform === 'darwin' && durable && { wal_sync_method: 'fsync_writethrough' }),
    // Nothing follows an embedded cluster; restore then needs no WAL for what it fills.
    wal_level: 'minimal',
    max_wal_senders: '0',
    wal_buffers: '32MB',
    // These binaries lack lz4 and zstd, and pglz costs more CPU than the disk it saves.
    wal_compression: 'off',
    max_wal_size: megabytes(between(freeDisk / 4, 128 * MB, 8 * GB)),
    min_wal_size: '128MB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: '0.9',
    // Retention and restore touch every partition with its indexes in one transaction.
    max_locks_per_transaction: '256',
    random_page_cost: '1.1',
    jit: 'off',
    idle_in_transaction_session_timeout: '10min',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    // Statements, parameters and DETAIL lines may hold personal data.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
  };
}

/** The text of postgresql.conf. */
export function configurationFile(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  const header = '# Written by Tocsin at each start. Your own settings: ALTER SYSTEM SET (postgresql.auto.conf).';
  return [header, ...lines, ''].join('\n');
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / MB)}MB`;
}

function onOff(on: boolean): string {
  return on ? 'on' : 'off';
}
