// What is typed on a page, not in a side panel, is not lost by a step aside: leaving asks, in the words of the forms.
import { Button, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useI18n } from '../i18n/provider';

export function DiscardDialog({ keep, discard }: { keep(): void; discard(): void }) {
    const { t } = useI18n();
    return (
        <Modal opened onClose={keep} title={t('form.discard_question')} centered closeButtonProps={{ 'aria-label': t('action.close') }}>
            <div className="row end">
                <Button variant="default" onClick={keep} data-autofocus>{t('form.keep_editing')}</Button>
                <Button color="red.9" onClick={discard}>{t('form.discard')}</Button>
            </div>
        </Modal>
    );
}

/** Asks before another page or another part of this one takes the place of unsaved changes; closing the window asks the browser's way. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
    const leaving = useBlocker({ shouldBlockFn: () => dirty, enableBeforeUnload: () => dirty, withResolver: true });
    return leaving.status === 'blocked' ? <DiscardDialog keep={leaving.reset} discard={leaving.proceed} /> : null;
}
