/** Lists of models over REST. */
@NullMarked
package ai.preloop.api.modellists;

import org.jspecify.annotations.NullMarked;
