package io.unstir.trainer.service;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.unstir.trainer.bench.TrainerBenchmark;
import java.util.Arrays;

/**
 * The trainer: {@code train CONFIG --out DIR} runs one training and ends, {@code export CONFIG --out DIR} writes an untrained model to
 * measure with, {@code bench CONFIG} measures the training loop, {@code evaluate} compares made pictures with a data set, without
 * arguments it is the service.
 */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        // Everything DJL needs is on the class path; it must neither download nor report its use.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        // It draws, but never on a screen.
        System.setProperty("java.awt.headless", "true");
        if (arguments.length > 0 && arguments[0].equals("train")) {
            int status = new StandaloneTraining(System.out, System.err)
                    .run(Arrays.copyOfRange(arguments, 1, arguments.length));
            System.exit(status);
        }
        if (arguments.length > 0 && arguments[0].equals("export")) {
            int status = new RandomExport(System.out).run(Arrays.copyOfRange(arguments, 1, arguments.length));
            System.exit(status);
        }
        if (arguments.length > 0 && arguments[0].equals("bench")) {
            int status = new TrainerBenchmark(System.out, System.err)
                    .run(Arrays.copyOfRange(arguments, 1, arguments.length));
            System.exit(status);
        }
        if (arguments.length > 0 && arguments[0].equals("evaluate")) {
            int status = new StandaloneEvaluation(System.out).run(Arrays.copyOfRange(arguments, 1, arguments.length));
            System.exit(status);
        }
        Quarkus.run(arguments);
    }
}
