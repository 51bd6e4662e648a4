package ai.preloop.api.end2end;

/** The official SDKs for Java. */
class JavaModelSdkTests extends ModelSdkContract {

  @Override
  Process start(String base, String key) {
    return SdkProject.JAVA_MODELS.start(base, key);
  }
}
