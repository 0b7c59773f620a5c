import { lazy, Suspense, type ComponentType, type ReactNode } from 'react';

/**
 * A component whose code is fetched when it is first shown: a form when it opens, a tab when it is chosen. `meanwhile`
 * keeps its place, so that nothing jumps when it comes.
 */
export function on_demand<P extends object>(load: () => Promise<{ default: ComponentType<P> }>, meanwhile?: (props: P) => ReactNode): ComponentType<P> {
    const Part = lazy(load) as unknown as ComponentType<P>;
    return function OnDemand(props: P) {
        return (
            <Suspense fallback={meanwhile?.(props) ?? null}>
                <Part {...props} />
            </Suspense>
        );
    };
}
