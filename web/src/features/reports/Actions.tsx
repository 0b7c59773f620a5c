// The report as a file, and the link to exactly this question.
import { Button } from '@mantine/core';
import type { QueryParams } from '../../api/client';
import { useI18n } from '../../i18n/provider';
import { LinkIcon } from '../../ui/icons';
import { Files } from '../../records/reports/Files';
import { notify } from '../../ui/notify';
import { Saved } from './Saved';

/** Over plain HTTP a browser offers no clipboard; the old way works everywhere. */
async function copy(text: string): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        const field = document.createElement('textarea');
        field.value = text;
        field.setAttribute('readonly', '');
        field.className = 'visually-hidden';
        document.body.append(field);
        field.select();
        const done = document.execCommand('copy');
        field.remove();
        return done;
    }
}

export function Actions({ name, params }: { name: string; params?: QueryParams }) {
    const { t } = useI18n();
    return (
        <div className="row wrap no-print" role="group" aria-label={t('reports.actions')}>
            {params ? <Files name={name} params={params} /> : null}
            <Saved />
            <Button
                className="desktop-only"
                variant="default"
                leftSection={<LinkIcon size={15} aria-hidden />}
                onClick={() => void copy(window.location.href).then((done) => notify(t, t(done ? 'reports.copied' : 'reports.not_copied')))}
            >
                {t('reports.copy')}
            </Button>
        </div>
    );
}
