import { Button, Menu, Select } from '@mantine/core';
import { IconDots, IconPencil } from '@tabler/icons-react';
import type { Subscription } from '@tocsin/api';
import { useState } from 'react';
import { api, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useGo } from '../../ui/link.tsx';
import { failed, told } from '../../ui/undo.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { SubscriptionForm } from './subscription-form.tsx';

const { subscriptions: texts } = t;
const touched = () => refresh(routes.subscriptions, routes.subscription, routes.subscriptionMessages);

async function setState({ id }: Subscription, state: 'active' | 'paused'): Promise<void> {
  await api.call(routes.changeSubscription, { params: { id }, body: { state } });
  await touched();
}

/** What may be done with a subscription: the server says it. */
export function Actions({ subscription }: { subscription: Subscription }) {
  const [asking, setAsking] = useState<'edit' | 'replay' | 'rotate' | 'delete'>();
  const [secret, setSecret] = useState<string>();
  const [testing, setTesting] = useState(false);
  const { name, allowedActions } = subscription;
  const may = (action: string) => allowedActions.includes(action);
  const close = () => setAsking(undefined);
  const resume = async () => {
    await setState(subscription, 'active');
    told(texts.resumed(name));
  };
  const pause = async () => {
    await setState(subscription, 'paused');
    told(texts.paused(name), resume);
  };
  const test = async () => {
    setTesting(true);
    try {
      const { delivered, answer } = await api.call(routes.testSubscription, { params: { id: subscription.id } });
      if (delivered) told(texts.tested);
      else failed(texts.testFailed, answer);
    } catch (error) {
      failed(texts.testFailed, error);
    } finally {
      setTesting(false);
      await touched();
    }
  };
  const tell = (work: () => Promise<void>) => () => void work().catch((error: unknown) => failed(name, error));
  if (allowedActions.length === 0) return null;
  return (
    <>
      {may('resume') && <Button onClick={tell(resume)}>{texts.resume}</Button>}
      {may('pause') && (
        <Button variant="default" onClick={tell(pause)}>
          {texts.pause}
        </Button>
      )}
      {may('test') && (
        <Button variant="default" loading={testing} onClick={() => void test()}>
          {texts.test}
        </Button>
      )}
      {may('change') && (
        <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setAsking('edit')}>
          {texts.edit}
        </Button>
      )}
      <Menu>
        <Menu.Target>
          <Button variant="default" aria-label={texts.more}>
            <IconDots size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking('replay')}>{texts.replay}</Menu.Item>
          {subscription.channel === 'webhook' && (
            <Menu.Item onClick={() => setAsking('rotate')}>{texts.rotate}</Menu.Item>
          )}
          <Menu.Item color="red" onClick={() => setAsking('delete')}>
            {texts.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'edit' && <SubscriptionForm subscription={subscription} onClose={close} onSecret={setSecret} />}
      {asking === 'replay' && <ReplayDialog subscription={subscription} onClose={close} />}
      {asking === 'rotate' && <RotateDialog subscription={subscription} onClose={close} onSecret={setSecret} />}
      {asking === 'delete' && <DeleteDialog subscription={subscription} onClose={close} />}
      <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
    </>
  );
}

interface DialogProps {
  subscription: Subscription;
  onClose: () => void;
}

function ReplayDialog({ subscription: { id, name }, onClose }: DialogProps) {
  const [from, setFrom] = useState('beginning');
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={texts.replayTitle(name)}
      act={texts.replay}
      onAct={async () => {
        await api.call(routes.replaySubscription, { params: { id }, body: { from } });
        await touched();
        told(texts.replayed(name));
      }}
    >
      <p>{texts.replayText}</p>
      <Select
        label={texts.replayFrom}
        allowDeselect={false}
        value={from}
        onChange={(chosen) => setFrom(chosen ?? 'beginning')}
        data={[
          { value: 'beginning', label: texts.replayBeginning },
          { value: 'now', label: texts.replayNow },
        ]}
      />
    </ConfirmDialog>
  );
}

function RotateDialog({
  subscription: { id },
  onClose,
  onSecret,
}: DialogProps & { onSecret: (secret: string) => void }) {
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={texts.rotateTitle}
      act={texts.rotate}
      onAct={async () => {
        const { secret } = await api.call(routes.rotateSubscriptionSecret, { params: { id } });
        if (secret !== null) onSecret(secret);
      }}
    >
      <p>{texts.rotateText}</p>
    </ConfirmDialog>
  );
}

function DeleteDialog({ subscription: { id, name }, onClose }: DialogProps) {
  const go = useGo();
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={texts.removeTitle(name)}
      act={texts.remove}
      harmful
      onAct={async () => {
        await api.call(routes.deleteSubscription, { params: { id } });
        go(paths.subscriptions());
        await refresh(routes.subscriptions);
        told(texts.removed(name));
      }}
    >
      <p>{texts.removeText}</p>
    </ConfirmDialog>
  );
}
