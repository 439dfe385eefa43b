package io.unstir.local.command;

import java.util.AbstractList;
import java.util.List;

/**
 * What the shell offers for options whose values the gateway judges; the gateway may know more. Each option that offers
 * something needs a label of its own, by which picocli's script keeps them apart.
 */
final class Choices {
    private Choices() {}

    static final class Solvers extends Offered {
        Solvers() {
            super(
                    "ddpm",
                    "ddim",
                    "euler",
                    "euler-ancestral",
                    "heun",
                    "dpm++2m",
                    "dpm++2m-sde",
                    "dpm++3m",
                    "unipc",
                    "ipndm",
                    "lcm");
        }
    }

    static final class Spacings extends Offered {
        Spacings() {
            super("leading", "trailing", "linspace", "karras", "log-snr");
        }
    }

    static final class Variances extends Offered {
        Variances() {
            super("fixed-small", "fixed-large", "learned");
        }
    }

    static final class Thresholds extends Offered {
        Thresholds() {
            super("clip", "dynamic", "none");
        }
    }

    static final class Services extends Offered {
        Services() {
            super("gateway", "storage", "trainer", "sampler-0", "kafka", "postgres", "supervisor");
        }
    }

    private abstract static class Offered extends AbstractList<String> {
        private final List<String> values;

        Offered(String... values) {
            this.values = List.of(values);
        }

        @Override
        public String get(int index) {
            return values.get(index);
        }

        @Override
        public int size() {
            return values.size();
        }
    }
}
