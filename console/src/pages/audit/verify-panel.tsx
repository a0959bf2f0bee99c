import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconShieldCheck } from '@tabler/icons-react';
import type { Finding, Verification } from '@tocsin/api';
import { api, routes, type ApiError } from '../../api.ts';
import { format, t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { ErrorState } from '../../ui/states.tsx';

const { verify: words } = t.audit;

/** Verifying when somebody asks for it: it reads whole logs. */
export function useVerification() {
  return useMutation<Verification, ApiError>({ mutationFn: () => api.call(routes.verifyAudit, { body: {} }) });
}

export function VerifyButton({ check }: { check: ReturnType<typeof useVerification> }) {
  return (
    <Button
      variant="default"
      leftSection={<IconShieldCheck size={16} aria-hidden />}
      loading={check.isPending}
      onClick={() => check.mutate()}
    >
      {check.isPending ? words.working : words.button}
    </Button>
  );
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  return (
    <PlainTable
      label={words.findings}
      rows={findings}
      rowKey={({ log, org, seq, problem, id }) => [log, org, seq, problem, id].join(' ')}
      columns={[
        { header: words.problem, cell: ({ problem }) => <Badge tone="bad">{words.problems[problem]}</Badge> },
        { header: words.log, cell: ({ log }) => log },
        { header: words.row, cell: ({ seq }) => (seq === null ? '' : format.number(seq)) },
        { header: words.detail, cell: ({ detail }) => detail, optional: true },
      ]}
    />
  );
}

/** What verifying found; nothing before somebody asked. */
export function VerifyResult({ check }: { check: ReturnType<typeof useVerification> }) {
  const { data, error } = check;
  if (error !== null) return <ErrorState error={error} onRetry={() => check.mutate()} />;
  if (data === undefined) return null;
  const { sound, rows, logs, checkpoints, findings } = data;
  const verdict = sound
    ? words.sound(format.number(rows), format.number(logs), format.number(checkpoints))
    : words.unsound(format.number(findings.length));
  return (
    <div role="status">
      <Panel title={verdict} hint={words.hint}>
        {findings.length > 0 && <Findings findings={findings} />}
      </Panel>
    </div>
  );
}
