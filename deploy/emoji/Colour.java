/** A colour as people call it, told by hue, saturation and value (Smith 1978) in whole numbers. */
enum Colour {
    RED,
    ORANGE,
    YELLOW,
    GREEN,
    BLUE,
    PURPLE,
    PINK,
    BROWN,
    BLACK,
    GREY,
    WHITE;

    private static final int DEGREES = 360;

    /** @param rgb 0xRRGGBB, other bits not looked at */
    static Colour of(int rgb) {
        int red = rgb >> 16 & 255;
        int green = rgb >> 8 & 255;
        int blue = rgb & 255;
        int most = Math.max(red, Math.max(green, blue));
        int least = Math.min(red, Math.min(green, blue));
        int chroma = most - least;
        if (most < 48 || chroma < 24 || chroma * 100 < most * 18) {
            return most < 96 ? BLACK : least < 205 ? GREY : WHITE;
        }
        return of(hue(red, green, blue, most, chroma), most, chroma * 100 / most);
    }

    /**
     * @param hue in degrees
     * @param value 0 to 255
     * @param saturation in per cent
     */
    private static Colour of(int hue, int value, int saturation) {
        if (hue < 19 || hue >= 345) {
            return saturation < 55 ? value < 200 ? BROWN : PINK : value < 110 ? BROWN : RED;
        }
        if (hue < 30 && value >= 215 && saturation < 45) {
            return PINK;
        }
        if (hue < 42) {
            return value < 190 || saturation < 58 ? BROWN : ORANGE;
        }
        if (hue < 68) {
            return value < 120 ? BROWN : YELLOW;
        }
        return hue < 170 ? GREEN : hue < 252 ? BLUE : hue < 305 ? PURPLE : PINK;
    }

    private static int hue(int red, int green, int blue, int most, int chroma) {
        int sixth = most == red
                ? 60 * (green - blue) / chroma
                : most == green ? 120 + 60 * (blue - red) / chroma : 240 + 60 * (red - green) / chroma;
        return (sixth + DEGREES) % DEGREES;
    }
}
