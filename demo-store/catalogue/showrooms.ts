/** A place to sit on things. Hours are local (Europe/Berlin); `map` seeds its drawn map. */
export type Showroom = {
  id: string;
  city: string;
  name: string;
  street: string;
  postcode: string;
  phone: string;
  about: string;
  arrive: string;
  hours: readonly (readonly [days: string, hours: string])[];
  map: {
    water: 'river' | 'harbour' | 'canal';
    park: boolean;
    landmark: string;
    streets: readonly [string, string, string];
  };
};

const WEEK = [
  ['Monday to Friday', '10:00 – 19:00'],
  ['Saturday', '10:00 – 18:00'],
  ['Sunday', 'closed'],
] as const;

export const SHOWROOMS: Showroom[] = [
  {
    id: 'berlin',
    city: 'Berlin',
    name: 'WoodEx Berlin, the Timber Yard',
    street: 'Lindenufer 14',
    postcode: '10997 Berlin',
    phone: '+49 30 23125 140',
    about: '600 square metres in a former timber yard on the water, with the workshop next door.',
    arrive: 'U1 Schlesisches Tor, 6 minutes on foot. Parking in the yard.',
    hours: WEEK,
    map: { water: 'river', park: true, landmark: 'Old mill', streets: ['Lindenufer', 'Sägestraße', 'Holzmarktgasse'] },
  },
  {
    id: 'hamburg',
    city: 'Hamburg',
    name: 'WoodEx Hamburg, the Warehouse',
    street: 'Kontorhof 3',
    postcode: '20457 Hamburg',
    phone: '+49 40 66969 220',
    about: 'Two floors of a brick warehouse by the harbour, and the largest choice of sofas.',
    arrive: 'U4 Überseequartier, 4 minutes on foot. Bicycle stands at the door.',
    hours: [
      ['Monday to Friday', '10:00 – 19:00'],
      ['Saturday', '10:00 – 19:00'],
      ['Sunday', '13:00 – 17:00, looking only'],
    ],
    map: { water: 'harbour', park: false, landmark: 'Customs house', streets: ['Kontorhof', 'Am Speicher', 'Kranweg'] },
  },
  {
    id: 'munich',
    city: 'Munich',
    name: 'WoodEx München, the Courtyard',
    street: 'Schreinergasse 21',
    postcode: '80469 München',
    phone: '+49 89 99998 310',
    about: 'A quiet courtyard near the Isar with a cabinet of two hundred fabrics, by appointment or just so.',
    arrive: 'U1 Fraunhoferstraße, 5 minutes on foot. Garage in the next street.',
    hours: WEEK,
    map: { water: 'canal', park: true, landmark: 'Theatre', streets: ['Schreinergasse', 'Isarzeile', 'Am Mühlbach'] },
  },
];
