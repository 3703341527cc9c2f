//! Compares outlines with the data and with distances on the globe.

use sistergraph::{
    formats, geodesy,
    model::Position,
    register::{Outlines, distance_km},
};

#[test]
fn nearly_every_place_lies_where_the_data_says() {
    let outlines = Outlines::built_in();
    let locator = outlines.locator();
    let (dataset, _) = formats::built_in("belarus").unwrap().sound().unwrap();
    let (mut inside, mut far, mut judged) = (0, Vec::new(), 0);
    for place in dataset.places() {
        let (Some(position), Some(region)) = (place.position, place.region) else { continue };
        let Some(outline) = outlines.region(region) else { continue };
        judged += 1;
        inside += usize::from(locator.locate(position, 0.0) == Some(region));
        if distance_km(position, outline) > 15.0 {
            far.push(place.id);
        }
    }
    // `data/CHANGES.md` explains these two.
    assert_eq!(far, ["rezekne-municipality-lv", "slavutych-ua"]);
    assert!(judged > 480 && inside * 100 >= judged * 95, "{inside} of {judged} lie inside");
}

#[test]
fn the_plane_is_near_enough_to_the_globe() {
    let outlines = Outlines::built_in();
    let mut compared = 0;
    for (code, lat, lon) in [
        ("BY-MA", 53.9, 31.9),
        ("PL-14", 53.7, 20.3),
        ("RU-CHU", 64.5, -171.9),
        ("FJ-N", -17.2, 179.0),
        ("NO-11", 59.3, 4.6),
    ] {
        let position = Position::new(lat, lon).unwrap();
        let outline = outlines.region(code).unwrap();
        // Every edge is divided into a thousand steps, each measured on the globe.
        let mut nearest = f64::INFINITY;
        for edge in outline.iter().flatten().flat_map(|ring| ring.windows(2)) {
            for step in 0..=1000 {
                let share = f64::from(step) / 1000.0;
                let [lon, lat] = [0, 1].map(|axis| edge[0][axis] + share * (edge[1][axis] - edge[0][axis]));
                let point = Position::new(lat, lon.clamp(-180.0, 180.0)).unwrap();
                nearest = nearest.min(geodesy::distance_km(position, point));
            }
        }
        let km = distance_km(position, outline);
        if km > 0.0 && km < 100.0 {
            compared += 1;
            assert!((km - nearest).abs() <= nearest * 0.01, "{code}: {km} on the plane, {nearest} on the globe");
        } else {
            panic!("{code} is {km} km away: choose another position");
        }
    }
    assert_eq!(compared, 5);
}
