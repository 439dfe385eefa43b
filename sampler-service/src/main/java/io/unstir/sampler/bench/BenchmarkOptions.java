package io.unstir.sampler.bench;

import io.unstir.sampler.session.DeviceChoice;
import io.unstir.sampler.session.Ort;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code bench} is asked to do. @param quick a look instead of a measurement */
record BenchmarkOptions(Path bundle, Optional<Path> json, String device, int threads, int maxRows, boolean quick) {
    static final String USAGE =
            "usage: bench BUNDLE [--json FILE] [--device auto|cpu|cuda:N] [--threads N] [--max-rows N] [--quick]";

    static BenchmarkOptions of(String... arguments) {
        if (arguments.length == 0 || arguments[0].startsWith("-")) {
            throw new IllegalArgumentException("the bundle's folder is missing");
        }
        Optional<Path> json = Optional.empty();
        String device = "auto";
        int threads = Runtime.getRuntime().availableProcessors();
        int maxRows = 32;
        boolean quick = false;
        for (int i = 1; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--json" -> json = Optional.of(Path.of(value(arguments, ++i)));
                case "--device" -> device = value(arguments, ++i);
                case "--threads" -> threads = number(arguments, ++i);
                case "--max-rows" -> maxRows = number(arguments, ++i);
                case "--quick" -> quick = true;
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        return new BenchmarkOptions(Path.of(arguments[0]), json, device, threads, maxRows, quick);
    }

    Ort ort() {
        return new Ort(DeviceChoice.parse("--device", device).open(), threads);
    }

    private static String value(String[] arguments, int i) {
        if (i == arguments.length) {
            throw new IllegalArgumentException(arguments[i - 1] + " needs a value");
        }
        return arguments[i];
    }

    private static int number(String[] arguments, int i) {
        String value = value(arguments, i);
        if (!value.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(
                    "%s must be a whole number from 1 to 9999 (got %s)".formatted(arguments[i - 1], value));
        }
        return Integer.parseInt(value);
    }
}
