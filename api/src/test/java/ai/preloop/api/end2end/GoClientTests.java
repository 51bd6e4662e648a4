package ai.preloop.api.end2end;

/** The official Go client, which finds out by itself what revisions are spoken. */
class GoClientTests extends SdkClientContract {

  GoClientTests() {
    super(SdkProject.GO, "auto");
  }
}
