package ai.preloop.api.nodes;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.time.Instant;
import java.util.Scanner;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sets the clock of a whole process, libraries included: an agent that adds so many milliseconds to
 * whatever reads it, as the parent process says on standard input. What went by is left as it is,
 * as when somebody sets the clock of a machine.
 */
public final class MovedClock {

  private static final String OFFSET = "moved.clock.millis";
  private static final String CLOCK = "java.time.Clock";
  private static final Set<String> LOADED_BEFORE =
      Set.of(CLOCK, CLOCK + "$SystemClock", CLOCK + "$SystemInstantSource", "java.util.Date");

  private MovedClock() {}

  public static void premain(String arguments, Instrumentation java)
      throws UnmodifiableClassException {
    java.addTransformer(new Readings(), true);
    java.retransformClasses(
        Stream.of(java.getAllLoadedClasses())
            .filter(type -> LOADED_BEFORE.contains(type.getName()))
            .toArray(Class<?>[]::new));
    Thread.ofPlatform().daemon().name("moved-clock").start(MovedClock::listen);
  }

  /** Until whoever started this is gone, and then this goes as well. */
  private static void listen() {
    try (Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8)) {
      while (lines.hasNextLine()) {
        System.setProperty(OFFSET, lines.nextLine());
        System.out.println("By the clock it is " + Instant.now());
      }
    }
    Runtime.getRuntime().halt(137);
  }

  /** {@link java.time.Clock} makes every instant in one method, of a finer reading. */
  private static final class Readings implements ClassFileTransformer {

    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        @Nullable String name,
        @Nullable Class<?> loaded,
        @Nullable ProtectionDomain domain,
        byte[] bytes) {
      if (CLOCK.replace('.', '/').equals(name)) {
        return rewritten(
            bytes,
            ClassTransform.transformingMethodBodies(
                method -> method.methodName().equalsString("currentInstant"),
                Readings::afterInstant));
      }
      boolean reads = new String(bytes, StandardCharsets.ISO_8859_1).contains("currentTimeMillis");
      return reads
          ? rewritten(bytes, ClassTransform.transformingMethodBodies(Readings::afterMillis))
          : null;
    }

    private static byte[] rewritten(byte[] bytes, ClassTransform how) {
      ClassFile file = ClassFile.of();
      return file.transformClass(file.parse(bytes), how);
    }

    private static void afterMillis(CodeBuilder code, CodeElement element) {
      code.with(element);
      if (element instanceof InvokeInstruction call
          && call.owner().asInternalName().equals("java/lang/System")
          && call.name().equalsString("currentTimeMillis")) {
        offset(code).ladd();
      }
    }

    private static void afterInstant(CodeBuilder code, CodeElement element) {
      if (element instanceof ReturnInstruction end && end.opcode() == Opcode.ARETURN) {
        ClassDesc instant = ClassDesc.of("java.time.Instant");
        offset(code)
            .invokevirtual(
                instant, "plusMillis", MethodTypeDesc.of(instant, ConstantDescs.CD_long));
      }
      code.with(element);
    }

    private static CodeBuilder offset(CodeBuilder code) {
      ClassDesc number = ConstantDescs.CD_Long;
      return code.ldc(OFFSET)
          .lconst_0()
          .invokestatic(
              number,
              "getLong",
              MethodTypeDesc.of(number, ConstantDescs.CD_String, ConstantDescs.CD_long))
          .invokevirtual(number, "longValue", MethodTypeDesc.of(ConstantDescs.CD_long));
    }
  }
}
