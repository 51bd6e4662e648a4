/** What conditions may call beside the standard: one class for each function. */
@NullMarked
package ai.preloop.policies.functions;

import org.jspecify.annotations.NullMarked;
