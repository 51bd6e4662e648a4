package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.policy.TestPolicy.Tested;
import ai.preloop.policies.testing.TestResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results as CI systems read them: one suite for each file, in the format of JUnit's Ant task. */
final class JunitReport {

  private final XMLStreamWriter out;

  private JunitReport(XMLStreamWriter out) {
    this.out = out;
  }

  static byte[] of(List<Tested> all) {
    var bytes = new ByteArrayOutputStream();
    try {
      XMLStreamWriter out =
          XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
      new JunitReport(out).write(all);
      out.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("XML could not be written in memory", e);
    }
    return bytes.toByteArray();
  }

  private void write(List<Tested> all) throws XMLStreamException {
    out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
    out.writeStartElement("testsuites");
    for (Tested tested : all) {
      suite(tested);
    }
    out.writeEndElement();
    out.writeEndDocument();
  }

  private void suite(Tested tested) throws XMLStreamException {
    out.writeStartElement("testsuite");
    attribute("name", tested.file().path().toString());
    attribute("tests", String.valueOf(Math.max(tested.results().size(), tested.ran() ? 0 : 1)));
    attribute("failures", String.valueOf(tested.failed()));
    attribute("errors", tested.ran() ? "0" : "1");
    for (TestResult result : tested.results()) {
      test(tested, result);
    }
    if (!tested.ran()) {
      unreadable(tested);
    }
    out.writeEndElement();
  }

  private void test(Tested tested, TestResult result) throws XMLStreamException {
    open(tested, result.test().name());
    if (!result.holds()) {
      out.writeStartElement("failure");
      attribute("message", result.differences().getFirst());
      out.writeCharacters(xml(String.join("\n", result.differences())));
      out.writeEndElement();
    }
    out.writeEndElement();
  }

  /** A file that could not be run must not look as if nothing were wrong. */
  private void unreadable(Tested tested) throws XMLStreamException {
    open(tested, "the file can be read");
    out.writeStartElement("error");
    attribute("message", String.join("; ", tested.findings().errors()));
    out.writeEndElement();
    out.writeEndElement();
  }

  private void open(Tested tested, String name) throws XMLStreamException {
    out.writeStartElement("testcase");
    attribute("classname", tested.file().path().toString());
    attribute("name", name);
  }

  private void attribute(String name, String value) throws XMLStreamException {
    out.writeAttribute(name, xml(value));
  }

  /** XML 1.0 has no control characters, not even escaped ones (section 2.2). */
  private static String xml(String text) {
    return text.codePoints()
        .map(point -> isAllowed(point) ? point : 0xFFFD)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isAllowed(int point) {
    return point < 0x20
        ? point == '\t' || point == '\n' || point == '\r'
        : point != 0xFFFE && point != 0xFFFF && !isSurrogate(point);
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
