package ai.preloop.api.end2end;

/** The official Python client in a session, as its releases until then do. */
class PythonSessionClientTests extends SdkClientContract {

  PythonSessionClientTests() {
    super(SdkProject.PYTHON, "legacy");
  }
}
