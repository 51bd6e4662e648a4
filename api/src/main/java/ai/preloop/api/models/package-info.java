/** Models over REST: what they are, what they cost, how much they may be used. */
@NullMarked
package ai.preloop.api.models;

import org.jspecify.annotations.NullMarked;
