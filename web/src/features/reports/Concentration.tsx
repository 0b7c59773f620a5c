import { ConcentrationView } from '../../records/Concentration';
import { ReportPage } from './ReportPage';

export function Concentration() {
    return (
        <ReportPage tab="concentration" plain>
            <ConcentrationView />
        </ReportPage>
    );
}
