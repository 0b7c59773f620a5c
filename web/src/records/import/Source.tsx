import { Button, FileButton, SegmentedControl, Textarea } from '@mantine/core';
import { useState, type DragEvent } from 'react';
import { api } from '../../api/client';
import type { ImportKind, ImportRun } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { FileSheet, Paste, Upload } from '../../ui/icons';
import { ErrorNotice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import classes from './import.module.css';

export const import_kinds: ImportKind[] = ['accounts', 'contacts', 'contracts', 'invoices'];

export function Source({ kind: fixed, created, skip }: { kind?: ImportKind; created(run: ImportRun): void; skip?(): void }) {
    const { t } = useI18n();
    const [chosen, set_kind] = useState<ImportKind>(fixed ?? 'accounts');
    const kind = fixed ?? chosen;
    const [over, set_over] = useState(false);
    const [pasting, set_pasting] = useState(false);
    const [text, set_text] = useState('');
    const [busy, set_busy] = useState(false);
    const [problem, set_problem] = useState<unknown>(null);

    const send = async (work: () => Promise<ImportRun>) => {
        set_busy(true);
        set_problem(null);
        try {
            created(await work());
        } catch (refusal) {
            set_problem(refusal);
            set_busy(false);
        }
    };
    const upload = (file: File | null | undefined) => {
        if (!file) return;
        const form = new FormData();
        form.append('kind', kind);
        form.append('file', file, file.name);
        void send(() => api.upload<ImportRun>('/imports/upload', form));
    };
    const drop = (event: DragEvent) => {
        event.preventDefault();
        set_over(false);
        upload(event.dataTransfer.files[0]);
    };
    return (
        <Panel title={t(`import.source.${kind}`)}>
            <div className="column">
                {problem ? <ErrorNotice problem={problem} /> : null}
                {fixed ? null : (
                    <SegmentedControl
                        aria-label={t('import.kind')}
                        value={kind}
                        onChange={(value) => set_kind(value as ImportKind)}
                        data={import_kinds.map((value) => ({ value, label: t(`import.kind.${value}`) }))}
                        style={{ alignSelf: 'flex-start' }}
                    />
                )}
                <p className="dim">{t(`import.hint.${kind}`)}</p>
                {pasting ? (
                    <>
                        <Textarea
                            label={t('import.paste_label')}
                            description={t('import.paste_hint')}
                            autosize
                            minRows={8}
                            maxRows={16}
                            data-autofocus
                            value={text}
                            onChange={(event) => set_text(event.currentTarget.value)}
                            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', whiteSpace: 'pre', overflowX: 'auto' } }}
                        />
                        <div className="row end">
                            <Button variant="default" onClick={() => set_pasting(false)}>{t('action.back')}</Button>
                            <Button loading={busy} disabled={!text.trim()} onClick={() => void send(() => api.post<ImportRun>('/imports', { kind, file_name: t('import.pasted_name'), text }))}>
                                {t('action.next')}
                            </Button>
                        </div>
                    </>
                ) : (
                    <div
                        className={classes.drop}
                        data-over={over}
                        role="group"
                        aria-label={t('import.drop')}
                        onDragOver={(event) => {
                            event.preventDefault();
                            set_over(true);
                        }}
                        onDragLeave={() => set_over(false)}
                        onDrop={drop}
                    >
                        <FileSheet size={34} strokeWidth={1.3} aria-hidden />
                        <p className="strong">{t('import.drop')}</p>
                        <p className="dim small">{t('import.formats')}</p>
                        <div className="row wrap">
                            <FileButton onChange={upload} accept=".csv,.tsv,.txt,text/csv,text/plain" inputProps={{ 'aria-label': t('import.choose') }}>
                                {(props) => <Button {...props} loading={busy} leftSection={<Upload size={15} aria-hidden />}>{t('import.choose')}</Button>}
                            </FileButton>
                            <Button variant="default" leftSection={<Paste size={15} aria-hidden />} onClick={() => set_pasting(true)}>{t('import.paste')}</Button>
                            {skip ? <Button variant="subtle" onClick={skip}>{t('import.skip')}</Button> : null}
                        </div>
                    </div>
                )}
            </div>
        </Panel>
    );
}
