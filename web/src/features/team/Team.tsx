import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useI18n } from '../../i18n/provider';
import { team_tabs, type TeamTab } from '../../search';
import { may, use_session } from '../../session';
import { on_demand } from '../../ui/on_demand';
import { Page, show_active_tab } from '../../ui/Page';
import { LoadView } from './LoadView';
import { RisksView } from './RisksView';

const PeopleView = on_demand<object>(() => import('./PeopleView').then((one) => ({ default: one.PeopleView })));
const PlanView = on_demand<object>(() => import('./PlanView').then((one) => ({ default: one.PlanView })));

export function Team() {
    const { t } = useI18n();
    const session = use_session();
    const navigate = useNavigate();
    const { tab = 'load' } = useSearch({ from: '/team' });
    const tabs = team_tabs.filter((one) => one !== 'people' || may(session, 'user.read') || may(session, 'user.create'));
    return (
        <Page title={t('nav.team')}>
            <Tabs value={tab} keepMounted={false} onChange={(value) => void navigate({ to: '/team', search: value === 'load' ? {} : { tab: value as TeamTab }, replace: true })}>
                <Tabs.List mb="md" ref={show_active_tab}>
                    {tabs.map((one) => (
                        <Tabs.Tab key={one} value={one}>{t(`team.tab.${one}`)}</Tabs.Tab>
                    ))}
                </Tabs.List>
                <Tabs.Panel value="load"><LoadView /></Tabs.Panel>
                <Tabs.Panel value="plan"><PlanView /></Tabs.Panel>
                <Tabs.Panel value="people"><PeopleView /></Tabs.Panel>
                <Tabs.Panel value="risks"><RisksView /></Tabs.Panel>
            </Tabs>
        </Page>
    );
}
