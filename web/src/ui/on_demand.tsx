import { lazy, Suspense, type ComponentType } from 'react';

/** A component whose code is fetched when it is first shown: a form when it opens, a tab when it is chosen. */
export function on_demand<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): ComponentType<P> {
    const Part = lazy(load) as unknown as ComponentType<P>;
    return function OnDemand(props: P) {
        return (
            <Suspense fallback={null}>
                <Part {...props} />
            </Suspense>
        );
    };
}
