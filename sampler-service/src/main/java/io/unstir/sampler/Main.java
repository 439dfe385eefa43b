package io.unstir.sampler;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.unstir.sampler.bench.SamplerBenchmark;
import java.util.Arrays;

/** The sampler: {@code bench BUNDLE} measures the engine and ends, without arguments it is the service. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        if (arguments.length > 0 && arguments[0].equals("bench")) {
            int status = new SamplerBenchmark(System.out).run(Arrays.copyOfRange(arguments, 1, arguments.length));
            System.exit(status);
        }
        Quarkus.run(arguments);
    }
}
