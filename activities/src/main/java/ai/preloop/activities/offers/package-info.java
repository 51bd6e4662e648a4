/**
 * What servers offer beside tools: resources, resource templates and prompts, asked for in each
 * client's own conversation with its servers.
 */
@NullMarked
package ai.preloop.activities.offers;

import org.jspecify.annotations.NullMarked;
