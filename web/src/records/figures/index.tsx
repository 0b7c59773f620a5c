// One declaration per figure: what it means in words, from which values it is made, and where its rows are.
import type { ReactNode } from 'react';
import type { FigureOf } from '../Figure';
import { answer_figures } from './answers';
import { client_figures } from './client';
import { import_figures } from './imports';
import { portfolio_figures } from './portfolio';
import { report_figures } from './reports';
import { segmentation_figures } from './segmentation';
import { team_figures } from './team';

type Named<Name, Each = FigureOf> = Each extends { figure: infer Names } ? (Name extends Names ? Each : never) : never;
export type Figures<Names extends FigureOf['figure']> = { [Name in Names]: (props: { of: Named<Name> }) => ReactNode };

const figures: Figures<FigureOf['figure']> = {
    ...client_figures,
    ...portfolio_figures,
    ...segmentation_figures,
    ...team_figures,
    ...import_figures,
    ...report_figures,
    ...answer_figures,
};

export function FigureBody({ of }: { of: FigureOf }) {
    const Body = figures[of.figure] as (props: { of: FigureOf }) => ReactNode;
    return <Body of={of} />;
}
