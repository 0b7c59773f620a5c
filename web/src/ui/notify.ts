import { notifications } from '@mantine/notifications';
import type { Translator } from '../i18n/runtime';

/** A short word that something was done; it leaves by itself. */
export function notify(t: Translator['t'], message: string, kind: 'done' | 'warn' | 'bad' = 'done'): void {
    notifications.show({
        message,
        color: kind === 'done' ? 'petrol' : kind === 'warn' ? 'yellow' : 'red',
        closeButtonProps: { 'aria-label': t('action.close') },
    });
}
