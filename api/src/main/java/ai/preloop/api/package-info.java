/** Preloop api. */
@NullMarked
package ai.preloop.api;

import org.jspecify.annotations.NullMarked;
