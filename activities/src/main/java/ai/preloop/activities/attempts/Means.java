package ai.preloop.activities.attempts;

import ai.preloop.activities.providers.Providers;
import ai.preloop.activities.upstream.Outbound;
import io.micrometer.core.instrument.MeterRegistry;

/** What calls of models are made with. */
record Means(
    Providers providers,
    Outbound outbound,
    ProviderKeys keys,
    ModelGates gates,
    Backoff backoff,
    MeterRegistry meters) {}
