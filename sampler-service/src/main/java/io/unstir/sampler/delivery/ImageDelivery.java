package io.unstir.sampler.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.unstir.proto.v1.ImageProduced;
import io.unstir.proto.v1.Software;
import io.unstir.sampler.blob.BlobStore;
import io.unstir.sampler.blob.Sha256;
import io.unstir.sampler.canvas.Canvas;
import io.unstir.sampler.png.Png;
import io.unstir.sampler.retry.Retry;
import io.unstir.sampler.session.DeviceClass;
import java.util.concurrent.TimeUnit;

/** From a sample to stored bytes. */
public final class ImageDelivery {
    private final BlobStore store;
    private final Software software;
    private final Counter images;

    /**
     * @param software that makes the images
     * @param meters count them
     */
    public ImageDelivery(BlobStore store, Software software, MeterRegistry meters) {
        this.store = store;
        this.software = software;
        this.images = Counter.builder("unstir.images")
                .description("Images made and stored")
                .register(meters);
    }

    public Software software() {
        return software;
    }

    /**
     * Returns when the store has the image, however long that takes.
     *
     * @param tenant whose job it is of
     */
    public ImageProduced.Builder deliver(
            String tenant, int index, double[] sample, Canvas size, DeviceClass deviceClass)
            throws InterruptedException {
        long start = System.nanoTime();
        byte[] png = Png.of(sample, size.channels(), size.height(), size.width());
        String sha256 = Sha256.of(png);
        Retry.untilDone("store image " + sha256, () -> {
            store.put(sha256, png, tenant);
            return sha256;
        });
        images.increment();
        return ImageProduced.newBuilder()
                .setIndex(index)
                .setSha256(sha256)
                .setSizeBytes(png.length)
                .setWidth(size.width())
                .setHeight(size.height())
                .setMediaType(Png.MEDIA_TYPE)
                .setDeviceClass(deviceClass.name())
                .setSoftware(software)
                .setStoringMicros(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
    }
}
