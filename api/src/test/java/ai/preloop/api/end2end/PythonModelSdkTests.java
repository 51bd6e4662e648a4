package ai.preloop.api.end2end;

/** The official SDKs for Python. */
class PythonModelSdkTests extends ModelSdkContract {

  @Override
  Process start(String base, String key) {
    return SdkProject.PYTHON_MODELS.start(base, key);
  }
}
