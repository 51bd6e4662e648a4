/**
 * What may leave a tool's answer for the agent: rules for output, compiled once, applied to JSON.
 */
@NullMarked
package ai.preloop.policies.output;

import org.jspecify.annotations.NullMarked;
