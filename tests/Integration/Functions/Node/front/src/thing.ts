export type Thing = 'stock' | 'secret' | 'price' | 'broken';
