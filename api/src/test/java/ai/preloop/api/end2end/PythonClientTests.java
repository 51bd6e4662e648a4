package ai.preloop.api.end2end;

/** The official Python client, which finds out by itself what revisions are spoken. */
class PythonClientTests extends SdkClientContract {

  PythonClientTests() {
    super(SdkProject.PYTHON, "auto");
  }
}
