import { Modal } from '@mantine/core';
import { useI18n } from '../i18n/provider';
import { use_session } from '../session';
import { areas_of } from './Shell';
import { command_key } from './shortcuts';
import shell from './Shell.module.css';

export default function ShortcutSheet({ close }: { close(): void }) {
    const { t } = useI18n();
    const session = use_session();
    const rows: [string, string][] = [
        [command_key('K'), t('shell.search')],
        ['?', t('shell.shortcuts')],
        ['/', t('shortcuts.filter')],
        ['J · K · ↑ · ↓', t('shortcuts.rows')],
        ['PageUp · PageDown · Home · End', t('shortcuts.jump')],
        ['Enter', t('shortcuts.open')],
        [t('shortcuts.space'), t('shortcuts.choose')],
        ['N', t('clients.new')],
        ...areas_of(session).map((area): [string, string] => [`G ${area.key.toUpperCase()}`, t('shortcuts.go', { place: t(area.label) })]),
    ];
    return (
        <Modal opened onClose={close} title={t('shell.shortcuts')} closeButtonProps={{ 'aria-label': t('action.close') }}>
            <table className="table">
                <tbody>
                    {rows.map(([keys, meaning]) => (
                        <tr key={keys}>
                            <td><kbd className={shell.kbd}>{keys}</kbd></td>
                            <td>{meaning}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </Modal>
    );
}
