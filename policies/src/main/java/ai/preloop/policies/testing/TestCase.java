package ai.preloop.policies.testing;

import ai.preloop.policies.syntax.Position;

/** A call, and what the policy is expected to say of it. */
public record TestCase(String name, SampleCall call, Expectation expected, Position position) {}
