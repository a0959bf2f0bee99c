import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBellRinging, IconCircleCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Alarm } from '@tocsin/api';
import { api, queryClient, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { Link } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import classes from './programme.module.css';

/** Sources that do not behave as they usually do. Closing is a note, not a cure: the alarm opens again if it goes on. */
export function Alarms({ alarms }: { alarms: readonly Alarm[] }) {
  const close = useMutation({
    mutationFn: (id: number) => api.call(routes.closeAlarm, { params: { id } }),
    onSuccess: async () => {
      notifications.show({ message: t.programme.closedAlarm });
      await queryClient.invalidateQueries({ queryKey: [routes.programmeOverview.path] });
    },
  });
  return (
    <Panel title={t.programme.alarms}>
      {close.error !== null && <ErrorState error={close.error} />}
      {alarms.length === 0 ? (
        <p className={classes.calm}>
          <IconCircleCheck size={18} aria-hidden /> {t.programme.noAlarms}
        </p>
      ) : (
        <ul className={classes.alarms}>
          {alarms.map((alarm) => (
            <li key={alarm.id}>
              <IconBellRinging size={18} aria-hidden className={classes.bell} />
              <span className={classes.alarmText}>
                <Link href={paths.registrySource(alarm.source)}>{alarm.source}</Link> {t.words.alarms[alarm.kind]}
                <span className={classes.alarmTime}>
                  {t.programme.openedAt} <Time at={alarm.openedAt} />
                </span>
              </span>
              <Button
                variant="default"
                loading={close.isPending && close.variables === alarm.id}
                onClick={() => close.mutate(alarm.id)}
              >
                {t.programme.closeAlarm}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
