/** The tools of an account, and what its policy says of each, over REST. */
@NullMarked
package ai.preloop.api.tools;

import org.jspecify.annotations.NullMarked;
