package ai.preloop.activities.generation;

import java.util.Map;

/** What a model is told of one wish, and the owner that the document is to have. */
record Task(String policyName, Map<String, Object> told) {}
