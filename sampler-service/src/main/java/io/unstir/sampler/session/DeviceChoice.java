package io.unstir.sampler.session;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** The device a sampler is asked to run on. */
public sealed interface DeviceChoice {
    /** The first GPU where this build and this machine have what it takes, else the CPU. */
    record Auto() implements DeviceChoice {}

    record Cpu() implements DeviceChoice {}

    /** @param index as CUDA counts the GPUs */
    record Cuda(int index) implements DeviceChoice {}

    /** @throws DeviceException when the text names no device */
    static DeviceChoice parse(String field, String text) {
        return switch (text) {
            case "auto" -> new Auto();
            case "cpu" -> new Cpu();
            default -> {
                var cuda = Pattern.compile("cuda:(\\d{1,2})").matcher(text);
                if (!cuda.matches()) {
                    throw new DeviceException(
                            "%s must be auto, cpu or cuda:N with N from 0 to 99 (got \"%s\")".formatted(field, text));
                }
                yield new Cuda(Integer.parseInt(cuda.group(1)));
            }
        };
    }

    /** @throws DeviceException when a GPU was asked for and can't be used */
    default Device open() {
        return open(CudaProvider.ofThisBuild());
    }

    default Device open(CudaProvider cuda) {
        return switch (this) {
            case Cpu() -> Device.Cpu.here();
            case Cuda(int index) -> {
                cuda.obstacle(index).ifPresent(obstacle -> {
                    throw new DeviceException("Device cuda:%d can't be used: %s".formatted(index, obstacle));
                });
                yield Device.Cuda.here(index);
            }
            case Auto() -> {
                Optional<String> obstacle = cuda.obstacle(0);
                if (obstacle.isPresent() && cuda.built()) {
                    Logger.getLogger(DeviceChoice.class)
                            .warnf("This build could use a GPU, but takes the CPU: cause=%s", obstacle.get());
                }
                yield obstacle.isPresent() ? Device.Cpu.here() : Device.Cuda.here(0);
            }
        };
    }
}
