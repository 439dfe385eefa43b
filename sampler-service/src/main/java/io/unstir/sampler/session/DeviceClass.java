package io.unstir.sampler.session;

import ai.onnxruntime.OrtEnvironment;

/**
 * What bit equality is promised for: {@code ort-<version>/<provider>/<graph optimisation>/<hardware>}, and what a session's {@link BatchPolicy}
 * takes from that promise or adds to it.
 */
public record DeviceClass(String name) {

    static DeviceClass of(Device device, BatchPolicy policy, int rows) {
        return new DeviceClass("ort-%s/%s%s"
                .formatted(
                        OrtEnvironment.getEnvironment().getVersion(),
                        device.name(),
                        switch (policy) {
                            case ANY -> "";
                            case PADDED -> "/padded-" + rows;
                            case VARIANT -> "/batch-variant";
                        }));
    }
}
