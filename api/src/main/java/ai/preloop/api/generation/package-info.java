/** Policies that a model drafts, over REST. */
@NullMarked
package ai.preloop.api.generation;

import org.jspecify.annotations.NullMarked;
