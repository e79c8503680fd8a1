#version 440
// Three planes to RGB; four samples to a pixel, so that a picture shown small does not flicker.
layout(location = 0) in vec2 place;
layout(location = 0) out vec4 color;

layout(std140, binding = 0) uniform Look {
    mat4 clip;
    mat4 rgb;
    vec4 target;
    vec4 source;
    vec4 texels;
    vec4 veil;
    vec4 step;
};
layout(binding = 1) uniform sampler2D luma;
layout(binding = 2) uniform sampler2D blue;
layout(binding = 3) uniform sampler2D red;

float bright(vec2 at) {
    return texture(luma, vec2(min(at.x * texels.x, texels.z), at.y)).r;
}

void main() {
    float y = 0.25 * (bright(place + step.xy) + bright(place - step.xy) + bright(place + step.zw) + bright(place - step.zw));
    vec2 at = vec2(min(place.x * texels.y, texels.w), place.y);
    vec3 seen = (rgb * vec4(y, texture(blue, at).r, texture(red, at).r, 1.0)).rgb;
    color = vec4(mix(clamp(seen, 0.0, 1.0), veil.rgb, veil.a), 1.0);
}
