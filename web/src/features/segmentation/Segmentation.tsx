import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useI18n } from '../../i18n/provider';
import { segmentation_tabs, type SegmentationTab } from '../../search';
import { on_demand } from '../../ui/on_demand';
import { Page, show_active_tab } from '../../ui/Page';
import { Overrides } from './Overrides';

const ConcentrationView = on_demand<object>(() => import('../../records/Concentration').then((one) => ({ default: one.ConcentrationView })));
const ModelEditor = on_demand<object>(() => import('./ModelEditor').then((one) => ({ default: one.ModelEditor })));

export function Segmentation() {
    const { t } = useI18n();
    const navigate = useNavigate();
    const { tab = 'model' } = useSearch({ from: '/segmentation' });
    return (
        <Page title={t('nav.segmentation')}>
            <Tabs
                value={tab}
                keepMounted={false}
                onChange={(value) => void navigate({ to: '/segmentation', search: value === 'model' ? {} : { tab: value as SegmentationTab }, replace: true })}
            >
                <Tabs.List mb="md" ref={show_active_tab}>
                    {segmentation_tabs.map((one) => (
                        <Tabs.Tab key={one} value={one}>{t(`seg.tab.${one}`)}</Tabs.Tab>
                    ))}
                </Tabs.List>
                <Tabs.Panel value="model"><ModelEditor /></Tabs.Panel>
                <Tabs.Panel value="overrides"><Overrides /></Tabs.Panel>
                <Tabs.Panel value="concentration"><ConcentrationView /></Tabs.Panel>
            </Tabs>
        </Page>
    );
}
