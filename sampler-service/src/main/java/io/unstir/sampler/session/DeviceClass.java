package io.unstir.sampler.session;

import ai.onnxruntime.OrtEnvironment;

/**
 * What bit equality is promised for: {@code ort-<version>/<provider>/<graph optimisation>/<hardware>}, and what a session's {@link BatchPolicy}
 * takes from that promise or adds to it. A {@link RunDelay} changes no bit, but what was made under one shall be told from what was not.
 */
public record DeviceClass(String name) {

    static DeviceClass of(Ort ort, BatchPolicy policy, int rows) {
        return new DeviceClass("ort-%s/%s%s%s"
                .formatted(
                        OrtEnvironment.getEnvironment().getVersion(),
                        ort.device().name(),
                        switch (policy) {
                            case ANY -> "";
                            case PADDED -> "/padded-" + rows;
                            case VARIANT -> "/batch-variant";
                        },
                        ort.delay().mark()));
    }
}
