package ai.preloop.api.end2end;

/** The official Go client in a session, as its releases until then do. */
class GoSessionClientTests extends SdkClientContract {

  GoSessionClientTests() {
    super(SdkProject.GO, "legacy");
  }
}
